import { chapters, material, plainTitle, setUp, shownNumbers } from './chapters.ts';
import type { Taken } from './taken.ts';

const KEPT = `
#
# Its start is the state kept from before, which nobody has at the beginning: the first settling begins at the forward pass.`;

const header = ({ experiment, shown, batches }: Taken): string => `# %% [markdown]
# # ${plainTitle(experiment.title) || 'An experiment'}
#
# An experiment of the predictive coding playground, written out whole: Python 3.8 or later and NumPy are enough.
#
# It settles the ${shown.length} row${shown.length === 1 ? '' : 's'} on the page's screen, compares the gradient that comes out with backprop's, makes
# ${batches.length} weight update${batches.length === 1 ? '' : 's'} from the weights as they were, and says whether the numbers of the page came back.${experiment.inference.start === 'keep' ? KEPT : ''}
`;

/** What every form of the program has in common, in cells that begin with \`# %%\` (Markdown in comments). */
export const programOf = (taken: Taken): readonly string[] => [
  header(taken),
  chapters.tools,
  setUp(taken),
  chapters.activations,
  chapters.graph,
  chapters.settling,
  chapters.rival,
  chapters.learning,
  material(taken),
  shownNumbers(taken),
  chapters.verdict,
];

const ENDING = `# %%
if __name__ == "__main__":
    sys.exit(0 if main() else 1)
`;

/** The experiment as a Python program of its own, for NumPy alone. */
export const numpyFile = (taken: Taken): string => [...programOf(taken), ENDING].join('\n\n');
