export { type BankCardProblem, bankCardProblem } from './bank-card.ts';
export { type IdCard, type IdCardProblem, idCardCheckDigit, isProvince, readIdCard } from './id-card.ts';
export { isMobile } from './mobile.ts';
export { compactIdentifier, compactMobile, halfWidth } from './normalise.ts';
export { type UsccProblem, usccCheckCharacter, usccProblem } from './uscc.ts';
