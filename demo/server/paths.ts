/**
 * Where files are, whatever directory the server was started from.
 */
import { fileURLToPath } from 'node:url';

const demo = new URL('../', import.meta.url);
const repository = new URL('../', demo);

export const fileFromDemo = (path: string): string => fileURLToPath(new URL(path, demo));
export const fileFromRepository = (path: string): string => fileURLToPath(new URL(path, repository));
