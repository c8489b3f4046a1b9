/** Personal numbers as the person themselves may see them on a shared screen. */
export const maskIdNumber = (idNumber: string) =>
  `${idNumber.slice(0, 3)}${'*'.repeat(Math.max(0, idNumber.length - 7))}${idNumber.slice(-4)}`;
export const maskMobile = (mobile: string) => `${mobile.slice(0, 3)}****${mobile.slice(-4)}`;
