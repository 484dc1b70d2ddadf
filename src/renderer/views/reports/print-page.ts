/**
 * Prints a page without showing it. The frame may be reached from here, as printing asks for, but still runs no script:
 * `allow-scripts` is not among its rights.
 */
export function printPage(html: string): void {
  const frame = document.createElement('iframe')
  frame.setAttribute('sandbox', 'allow-same-origin allow-modals')
  frame.setAttribute('aria-hidden', 'true')
  frame.title = 'Report to print'
  frame.style.cssText = 'position:fixed;width:0;height:0;border:0;visibility:hidden'
  frame.addEventListener('load', () => {
    const page = frame.contentWindow
    if (page === null) return frame.remove()
    page.addEventListener('afterprint', () => frame.remove())
    page.print()
  })
  frame.srcdoc = html
  document.body.append(frame)
}
