/** Small words of the bench that several parts say. */

/** Rounded down: what is not all is never called 100 %. */
export const percent = (share: number): string => `${Math.floor(share * 100)} %`;
