export function RehearsePage() { return null; }
