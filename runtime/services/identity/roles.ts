/** What each role may and may not do, in the words the administrators see. */
import type { RoleView } from '../../../schemas/generated/api.ts';

const text = (zh: string, en: string) => ({ 'zh-CN': zh, en });

export const roles: RoleView[] = [
  {
    role: 'designer',
    name: text('搭场景', 'Designer'),
    may: [
      text('新建、修改、预演并发布本地区的场景', 'Create, change, rehearse and publish scenarios of the region'),
      text('查看数据目录和部门清单', 'See the data catalogue and the departments'),
    ],
    mayNot: [
      text('查看或办理任何办件', 'See or work any case'),
      text('管理账号、日历和可访问的主机', 'Run accounts, calendars or allowed hosts'),
    ],
  },
  {
    role: 'officer',
    name: text('办件', 'Officer'),
    may: [
      text('受理、补正、办结本部门的任务', 'Claim, return for supplement and decide tasks of the department'),
      text('按办件编号和姓名查询本部门参与的办件', 'Search the cases the department takes part in'),
    ],
    mayNot: [
      text('查看其他地区的办件', 'See cases of another region'),
      text('查看本部门无权查看的字段', 'See fields the department has no right to'),
      text('修改场景', 'Change scenarios'),
    ],
  },
  {
    role: 'admin',
    name: text('管理', 'Administrator'),
    may: [
      text('开设、停用账号，分配本地区的角色', 'Open and disable accounts, give roles in the region'),
      text('维护工作日历和可访问的主机', 'Keep the working-day calendar and the allowed hosts'),
    ],
    mayNot: [text('查看办件和申请人信息', 'See cases or applicants'), text('给其他地区的账号分配角色', 'Give roles in another region')],
  },
  {
    role: 'supervisor',
    name: text('督查', 'Supervisor'),
    may: [text('查询本地区办件的进度和时限', 'Search progress and limits of the region’s cases')],
    mayNot: [text('办理任务', 'Decide tasks'), text('修改场景、账号和日历', 'Change scenarios, accounts or calendars')],
  },
  {
    role: 'operator',
    name: text('办件调度', 'Operator'),
    may: [
      text(
        '挂起、激活、跳转、跳过、改派、重试和结束本地区的办件，每次都要写明理由',
        'Suspend, resume, jump, skip, reassign, retry and end cases of the region, each time with a reason',
      ),
    ],
    mayNot: [
      text('代替部门作出办理决定', 'Decide in a department’s place'),
      text('查看部门才能查看的字段', 'See fields that are a department’s'),
    ],
  },
  {
    role: 'keeper',
    name: text('部门管理员', 'Department keeper'),
    may: [
      text('维护、复核并发布本部门的表单', 'Keep, review and publish the department’s forms'),
      text(
        '发布本部门的数据资源，答复数据申请，暂停或收回授权',
        'Publish the department’s data, answer applications, suspend or revoke grants',
      ),
      text('查看、导出本部门数据的读取记录和质量情况', 'See and export the reads and the quality of the department’s data'),
    ],
    mayNot: [
      text('查看或办理任何办件', 'See or work any case'),
      text('查看数据里的具体内容', 'See the values that were read'),
      text('替其他部门答复', 'Answer for another department'),
    ],
  },
  {
    role: 'steward',
    name: text('数据主管', 'Data steward'),
    may: [
      text('对本地区的数据申请作合规审查', 'Review the region’s applications for data'),
      text('协调数据共享的争议', 'Settle disputes about sharing'),
      text('查看本地区数据的使用和质量情况', 'See the use and the quality of the region’s data'),
    ],
    mayNot: [
      text('替提供部门作出答复', 'Answer in the owner’s place'),
      text('查看办件和申请人信息', 'See cases or applicants'),
      text('修改场景、表单和账号', 'Change scenarios, forms or accounts'),
    ],
  },
];
