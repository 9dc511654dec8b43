/** One entry; webpack makes the SDK's chunk by itself. */
export default {
  mode: 'production',
  entry: './src/main.js',
  devtool: 'source-map',
  output: { filename: '[name].js', chunkFilename: '[name].js', clean: true },
};
