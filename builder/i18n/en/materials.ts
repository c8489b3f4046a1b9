/** Materials at the desk. */
export const texts: Record<string, string> = {
  'materials.view': 'View',
  'materials.download': 'Download',
  'materials.newTab': 'Open in a new window',
  'materials.close': 'Close',
  'materials.failed': 'It cannot be shown here: download it',
  'materials.late': 'Overdue',
  'materials.deleted': 'Content deleted',
  'materials.wrong': 'Marked as wrong by the applicant: {{words}}',
};
