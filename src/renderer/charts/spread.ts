export { spread, type Placed } from '../../shared/spread'
