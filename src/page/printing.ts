import { setTheme } from '#page/theme.js';

/**
 * Paper is light, and has its own width: before printing the page takes the layout of print.css, to which the charts fit
 * themselves, and afterwards its own again.
 */
export function preparePrinting(): void {
  let theme: string | undefined;
  addEventListener('beforeprint', () => {
    theme = document.documentElement.dataset['theme'];
    document.documentElement.classList.add('printing');
    setTheme('light');
    fitCharts();
  });
  addEventListener('afterprint', () => {
    document.documentElement.classList.remove('printing');
    setTheme(theme === 'light' || theme === 'dark' ? theme : undefined);
    fitCharts();
  });
}

/** Has the page the layout of paper at the moment? */
export function isPrinting(): boolean {
  return document.documentElement.classList.contains('printing');
}

/** Resize observers come too late for a page that is about to be printed. */
function fitCharts(): void {
  dispatchEvent(new Event('fit-charts'));
}
