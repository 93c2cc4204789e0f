// Makes sure that the browser's language is one that its own formatters know; imported before all else.

// A Chromium that was started without a locale calls it "en-US@posix". Intl refuses that with a RangeError,
// and uPlot asks Intl for it as soon as it loads.
if (!isKnown(navigator.language)) {
  Object.defineProperty(navigator, 'language', { value: 'en-US' });
}

function isKnown(language: string): boolean {
  try {
    return Intl.getCanonicalLocales(language).length > 0;
  } catch {
    return false;
  }
}
