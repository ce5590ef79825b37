/** Is the matrix of faults wanted at full length (`FAULT_MATRIX=full`), and not as short as the suite needs it? */
export const isFullMatrix = process.env['FAULT_MATRIX'] === 'full';
