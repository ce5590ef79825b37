/** What scripts can rely on, for the end of every help. */
export const EXIT_CODES_HELP = `Exit codes:
    0  ran, and every threshold held
    1  a fault of newyear-load itself, or a report that could not be written
    2  usage: bad flag, bad scenario, bad expression
    3  could not start: target unreachable or refused, nobody could connect
    4  ran, but INVALID: this machine was the limit, not the target
   99  a threshold failed, or a bound of --fail-on-regression
  130  stopped by Ctrl-C, 143 by SIGTERM; what was measured is reported first
`;

/** What the help says of the program itself. */
export const PROGRAM_HELP = {
  description: 'Floods a Socket.IO chat server and says what really arrived, when, and what was lost.',
  version: 'show the version (-v, too)',
  help: 'show help',
  helpOfCommand: 'show the help of a command',
  helpOfThis: 'show this help',
};

/** The end of the program's own help. */
export const PROGRAM_EPILOGUE = `Flags without a command are those of "run". Without any argument, on a
terminal, there is a menu.

Examples:
  newyear-load run --embedded          try it on the practice server, 30 seconds
  newyear-load --preset quick          the same load on http://127.0.0.1:4000
  newyear-load run --help              every flag

${EXIT_CODES_HELP}
Set NEWYEAR_LOAD_DEBUG=1 to see where an error comes from.
`;
