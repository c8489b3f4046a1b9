import { describe, expect, it } from 'vitest';
import { grouped } from './grouped.ts';

describe('long numbers read back', () => {
  it('shows a mobile number in groups, whatever signs were typed between', () => {
    expect(grouped('138-0013 8000', [3, 4, 4])).toBe('138 0013 8000');
  });
  it('shows full-width digits and a small x as they will be kept', () => {
    expect(grouped('１１０１０１１９９００３０７００３x', [6, 8, 4])).toBe('110101 19900307 003X');
  });
  it('keeps what is too long as one last group, so that it is seen', () => {
    expect(grouped('138001380001', [3, 4, 4])).toBe('138 0013 8000 1');
  });
  it('says nothing while the first group is not passed', () => {
    expect(grouped('138', [3, 4, 4])).toBe('');
  });
});
