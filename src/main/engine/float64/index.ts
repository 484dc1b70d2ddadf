import type { Node } from '../network/graph'
import { activation } from './activation'
import { average } from './average'
import { bias } from './bias'
import { conv2d } from './conv2d'
import { dense } from './dense'
import { normalise } from './normalise'
import type { Operation } from './operation'
import { sum } from './sum'

export const operations: Readonly<Record<Node['operation'], Operation>> = { conv2d, dense, bias, normalise, activation, sum, average }
