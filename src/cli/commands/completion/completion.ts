import { toOption } from '../../flags.js';
import type { CommandSpec } from '../command.js';

/** Completion of the command line by shells. */
export const completionCommand: CommandSpec = {
  operands: '<bash|zsh|fish>',
  words: ['bash', 'zsh', 'fish'],
  options: () => [toOption({ flag: '--no-color', help: 'No colours' }, 'Flags:')],
  epilogue: `For a newyear-load that is installed (npm install --global newyear-load):
  source <(newyear-load completion bash)                 in ~/.bashrc
  source <(newyear-load completion zsh)                  in ~/.zshrc, after compinit
  newyear-load completion fish | source                  in ~/.config/fish/config.fish`,
  load: async () => (await import('./completion-action.js')).printCompletion,
};
