import { CustomChart, LineChart } from 'echarts/charts'
import { GridComponent } from 'echarts/components'
import { init, use } from 'echarts/core'
import { CanvasRenderer, SVGRenderer } from 'echarts/renderers'
import type { ChartOption, PictureSize } from './curve-option'

use([LineChart, CustomChart, GridComponent, CanvasRenderer, SVGRenderer])

type Draw = (size: PictureSize) => ChartOption

/** A chart as an SVG document of its own, on the given ground. */
export function pictureSvg(draw: Draw, size: PictureSize, background: string): string {
  const chart = init(null, null, { renderer: 'svg', ssr: true, ...size })
  chart.setOption({ ...draw(size), backgroundColor: background })
  const svg = chart.renderToSVGString()
  chart.dispose()
  return svg
}

/** A chart as a PNG at twice its size, as a data address. */
export function picturePng(draw: Draw, size: PictureSize, background: string): string {
  const chart = init(document.createElement('div'), null, { renderer: 'canvas', devicePixelRatio: 2, ...size })
  chart.setOption({ ...draw(size), backgroundColor: background })
  const address = chart.getDataURL({ type: 'png', pixelRatio: 2, backgroundColor: background })
  chart.dispose()
  return address
}
