/** Node options of our processes: room for what a request makes and drops, so that little of it is collected dearly. */
export const quickHeap = ['--max-semi-space-size=32'];
