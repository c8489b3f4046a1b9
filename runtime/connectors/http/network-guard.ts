/**
 * Where a connection may go: hosts an administrator of the region allowed, and nothing inside the network by accident.
 *
 * The address is checked when the socket is opened, after DNS, so a name that changes its answer gains nothing.
 * A private address is reachable only when it is itself on the list, literally; a name that leads to one never is.
 */
import { lookup as resolve } from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';

// Two lists: in one, the mapped form of IPv4 would make every IPv4 address count as inside.
const inside = { ipv4: new BlockList(), ipv6: new BlockList() };
for (const [net, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
] as const)
  inside.ipv4.addSubnet(net, bits, 'ipv4');
// Mapped, translated and tunnelled forms of IPv4 count as inside, whatever they carry.
for (const [net, bits] of [
  ['::', 128],
  ['::1', 128],
  ['::ffff:0:0', 96],
  ['64:ff9b::', 96],
  ['64:ff9b:1::', 48],
  ['100::', 64],
  ['2001::', 32],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['fc00::', 7],
  ['fe80::', 10],
  ['fec0::', 10],
  ['ff00::', 8],
] as const)
  inside.ipv6.addSubnet(net, bits, 'ipv6');

/** True for loopback, private, link-local, reserved and IPv4-in-IPv6 addresses. */
export function isInside(address: string): boolean {
  const bare = address.replace(/^\[|\]$/g, '').replace(/%.*$/, '');
  const family = isIP(bare);
  if (family === 0) return true;
  return family === 6 ? inside.ipv6.check(bare, 'ipv6') : inside.ipv4.check(bare, 'ipv4');
}

export class NotAllowedError extends Error {}
/** The name is allowed, and leads where no connection may go. */
export class InsideAddressError extends NotAllowedError {}

/** Checks an address before it is called. `allowed`: entries `host` or `host:port`, lower case; without a port, 80 and 443. */
export function checkAddress(address: string, allowed: readonly string[]): URL {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (!url || !['http:', 'https:'].includes(url.protocol) || url.username || url.password)
    throw new NotAllowedError('The address of the connection is not a plain http or https address.');
  const host = url.hostname.toLowerCase();
  const port = url.port || (url.protocol === 'https:' ? '443' : '80');
  const isAllowed = allowed.some((entry) => entry === `${host}:${port}` || (entry === host && ['80', '443'].includes(port)));
  if (!isAllowed) throw new NotAllowedError('The host of the connection is not on the list of allowed hosts.');
  return url;
}

/** Same, for what is no web address: a database. `allowed` must name the port. */
export function checkEndpoint({ host, port }: { host: string; port: number }, allowed: readonly string[]): void {
  const name = host.toLowerCase();
  if (!/^[a-z0-9.:-]+$/.test(name) || !allowed.includes(`${isIP(name) === 6 ? `[${name}]` : name}:${port}`))
    throw new NotAllowedError('The host of the connection is not on the list of allowed hosts.');
}

/** The system's resolver, or one a test gives. */
export type Resolve = typeof resolve;

/**
 * A DNS lookup for sockets that answers only addresses outside. Literal addresses are not looked up and were on the list.
 * The address that is checked is the one the socket connects to: there is no second question whose answer could differ.
 */
export function lookupWith(resolver: Resolve): LookupFunction {
  return (hostname, options, callback) => {
    resolver(hostname, { ...options, all: true }, (error, addresses) => {
      if (error) return callback(error, '', 0);
      const outside = addresses.filter(({ address }) => !isInside(address));
      const first = outside[0];
      // Every answer must be outside: one inside address among them is a sign of rebinding.
      if (!first || outside.length < addresses.length)
        return callback(new InsideAddressError('The name leads to an address inside the network.'), '', 0);
      if (options.all) return callback(null, outside);
      return callback(null, first.address, first.family);
    });
  };
}

/** The lookup of every socket of a connection. */
export const guardedLookup: LookupFunction = lookupWith(resolve);
