import { UsageError } from '../../core/errors.js';
import type { VariantSettings } from './variant.js';

/** The folder in which the practice server of an exercise keeps its data. @throws UsageError when none is named */
export function dataFolderIn(environment: VariantSettings['environment']): string {
  const folder = environment['DATA_DIR'];
  if (folder !== undefined && folder !== '') return folder;
  const message = 'must name a folder, as this exercise is about what the server keeps: --data ./data';
  throw new UsageError([{ where: '--data', message }]);
}
