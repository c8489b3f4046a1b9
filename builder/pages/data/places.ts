/** Addresses of things of the data. */
export const resourceAddress = (key: string): string => `/studio/data/${encodeURIComponent(key)}`;
export const requestAddress = (id: string): string => `/studio/data/requests/${encodeURIComponent(id)}`;
export const answerAddress = (id: string): string => `/studio/data/answers/${encodeURIComponent(id)}`;
export const grantAddress = (key: string): string => `/studio/data/grants/${encodeURIComponent(key)}`;
export const importAddress = (id: string): string => `/studio/data/imports/${encodeURIComponent(id)}`;
