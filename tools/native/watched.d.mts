export function watched(
  file: string,
  args: string[],
  options: { folder: string; limits?: { first: number; next: number; all: number }; look?: number },
): Promise<{ code: number; output: string; stopped?: string }>
