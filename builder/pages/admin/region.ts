/** Which region an administrator works on: the one in the address, else the first of the person's grants. */
import { useSearchParams } from 'react-router';
import { type Grant, useSession } from '../../api/session.ts';

export interface RegionName {
  code: string;
  name: Grant['regionName'];
}

export function adminRegions(grants: readonly Grant[]): RegionName[] {
  const own = grants.filter((grant) => grant.role === 'admin');
  return [...new Map(own.map((grant) => [grant.region, { code: grant.region, name: grant.regionName }])).values()];
}

export function useAdminRegion(): RegionName & { chosen: boolean } {
  const { data: session } = useSession();
  const [address] = useSearchParams();
  const regions = adminRegions(session?.grants ?? []);
  const chosen = regions.find((region) => region.code === address.get('region'));
  return { ...(chosen ?? regions[0] ?? { code: '', name: '' }), chosen: chosen !== undefined };
}
