/** Is an environment variable like `CI` set, to anything but a no? */
export function isSet(value: string | undefined): boolean {
  return value !== undefined && value !== '' && value !== '0' && value !== 'false';
}
