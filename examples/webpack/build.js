/** webpack by its own interface, which spares the page's package a command-line package. */
import webpack from 'webpack';
import configuration from './webpack.config.js';

webpack(configuration, (error, stats) => {
  if (error) throw error;
  console.log(stats.toString({ colors: process.stdout.isTTY }));
  if (stats.hasErrors()) process.exitCode = 1;
});
