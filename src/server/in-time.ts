/** ms that a function of the shop's, or a body, may take, and that one waits for its turn. Antom's own patience with a notification is not documented. */
const PATIENCE = 10_000;

/** The shop's function is given up where it does not settle: each request is answered, and Antom sends its own again. It may still go on. */
export function inTime<T>(work: T | PromiseLike<T>, what: string, givenUp: () => void = () => undefined): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      givenUp();
      reject(new Error(`${what} has not settled within ${String(PATIENCE)} ms.`));
    }, PATIENCE);
    Promise.resolve(work)
      .then(resolve, reject)
      .finally(() => {
        clearTimeout(timer);
      });
  });
}
