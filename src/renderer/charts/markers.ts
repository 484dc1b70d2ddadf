export { curveToken, isHollow, markerPath, markerSymbol, markerSymbols } from '../../shared/markers'
