import { box } from './device-math'
import type { Design } from './fields'
import { threshold } from './units'
import { ages } from './technology'
import { kindOf } from './variation-fields'

/**
 * Size of the set of errors of a design, in the unit of its kind: what a sweep makes larger. Of two sets of one kind the
 * one of smaller size lies inside the other. Box, device and correlated: kappa t, a share of full scale.
 * Source: METHODS 1. Throws as `box`.
 */
export function setSize(design: Design): number {
  switch (kindOf(design)) {
    case 'relative':
      return design['variation.zeta']
    case 'multiplicative':
      return design['variation.c']
    case 'level':
      return design['variation.sigmas']
    case 'box':
    case 'device':
    case 'correlated': {
      const { t, kappa } = box(design)
      return kappa * t
    }
  }
}

/** The bound on a weight's error in words: `|dW| <= 0.03 s`. */
export function boundText(design: Design): string {
  const size = setSize(design)
  switch (kindOf(design)) {
    case 'relative':
      return `|\u0394W| \u2264 ${short(size)} |W|`
    case 'multiplicative':
      return `W e^\u00b1${short(size)}`
    case 'level':
      return `${short(size)} sd of each level`
    case 'box':
    case 'device':
    case 'correlated':
      return `|\u0394W| \u2264 ${threshold(size)} s${isCompensated(design) ? ', before compensation' : ''}`
  }
}

/** True where what tiles read is scaled for drift, errors included. */
export function isCompensated(design: Design): boolean {
  return ages(design) && design['device.driftCompensation'] === 'on'
}

const short = (size: number): string => String(Number(size.toPrecision(4)))
