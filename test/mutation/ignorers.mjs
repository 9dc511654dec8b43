/**
 * What `npm run test:mutation` leaves alone: texts for people. Messages may be reworded in any version (the codes beside them may
 * not), so a test of their wording would only hinder that.
 */

/** Calls, and which of their arguments is such a text. */
const SAYS = { CheckoutError: 1, Error: 0, failed: 1 };
/** Functions and tables that only make such texts. */
const MAKES = ['CAUSES', 'sayFailure', 'sayRefusal'];

const words = {
  shouldIgnore(path) {
    const { node, parent } = path;
    if (parent && (parent.type === 'NewExpression' || parent.type === 'CallExpression')) {
      const said = SAYS[parent.callee.name];
      if (said !== undefined && parent.arguments[said] === node) return 'A message: its wording is not fixed.';
    }
    if ((node.type === 'VariableDeclarator' || node.type === 'FunctionDeclaration') && MAKES.includes(node.id?.name)) {
      return 'Makes a message: its wording is not fixed.';
    }
    return undefined;
  },
};

// The shape that declareValuePlugin() of @stryker-mutator/api makes, which is no dependency of ours.
export const strykerPlugins = [{ kind: 'Ignore', name: 'words', value: words }];
