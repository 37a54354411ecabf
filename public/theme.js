// Before the first paint, so that a chosen theme never flashes the other one. A file, because a strict
// content security policy allows no inline script.
try {
  const theme = JSON.parse(localStorage.getItem('tessera.theme') ?? 'null');
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
} catch {
  // Without storage the system's theme applies.
}
