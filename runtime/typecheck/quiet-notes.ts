/** Stands before a script that writes notes (`console.log`): outside a trial nobody reads them. */
export const quietNotes = 'const console = { log() {} };';
