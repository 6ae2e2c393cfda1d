// Preloaded into a measured process: at its end it tells the most memory it had, in kilobytes.
process.on('exit', () => {
  require('node:fs').writeFileSync(process.env.PEAK_FILE, String(process.resourceUsage().maxRSS));
});
