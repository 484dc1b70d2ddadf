export function byOwnScript(given: { pkg: string; work: string; made: string }): Promise<{ why?: string }>
