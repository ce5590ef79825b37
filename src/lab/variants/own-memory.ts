/** Memory of this process, in bytes, as Node tells it. */
export function ownMemory(): NodeJS.MemoryUsage {
  return process.memoryUsage();
}
