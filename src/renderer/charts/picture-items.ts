import { saveFile } from '../api'
import type { MenuItem } from '../components/menu-item'
import type { ChartOption, PictureSize } from './curve-option'
import { picturePng, pictureSvg } from './export-picture'
import { readTokens, type ChartTokens } from './tokens'

/** Commands that save a picture as it stands, on the ground of the page. */
export function pictureItems(
  label: string,
  name: () => string,
  draw: (size: PictureSize, tokens: ChartTokens) => ChartOption,
  size: () => PictureSize,
): MenuItem[] {
  const drawn = (picture: PictureSize): ChartOption => draw(picture, readTokens())
  return [
    {
      label: `${label} as SVG`,
      run: () => saveFile(`${name()}.svg`, 'image/svg+xml', pictureSvg(drawn, size(), readTokens().raised)),
    },
    {
      label: `${label} as PNG`,
      run: () => {
        const anchor = document.createElement('a')
        anchor.href = picturePng(drawn, size(), readTokens().raised)
        anchor.download = `${name()}.png`
        anchor.click()
      },
    },
  ]
}
