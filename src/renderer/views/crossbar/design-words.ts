import type { Design } from '../../../shared/fields'

/** The design that is shown, as far as its tiles go, in one line. */
export function designWords(design: Design): string {
  const ofBits = (bits: number | 'float'): string => (bits === 'float' ? 'float' : `${bits} bit`)
  const weights = design['weights.bits']
  const devices = weights === 'float' ? 'analog devices' : `${design['device.bitsPerDevice']} bit devices`
  const adc = design['crossbar.adcBits'] === 'off' ? 'no ADC' : `${design['crossbar.adcBits']} bit ADC`
  return [
    `${ofBits(weights)} weights on ${devices}`,
    `${ofBits(design['activations.bits'])} activations`,
    design['mapping.scheme'],
    `tiles of ${design['crossbar.rows']} \u00d7 ${design['crossbar.columns']}`,
    adc,
    `parasitics ${design['crossbar.parasitics']}`,
  ].join(', ')
}
