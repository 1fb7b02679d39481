// etcd3, a client of etcd for Node.js, as it is published. The environment names the member: ETCD_ENDPOINT.
'use strict';

const { Etcd3, EtcdLockFailedError, Role } = require('etcd3');
const { once } = require('node:events');
const { after, test } = require('node:test');
const assert = require('node:assert/strict');

const hosts = process.env.ETCD_ENDPOINT;
const client = new Etcd3({ hosts });
after(() => client.close());

const limit = { timeout: 60_000 };

test('keys are put, read and deleted', limit, async () => {
  await client.put('kv/a').value('1');
  await client.put('kv/b').value('2');
  const previous = await client.put('kv/a').value('3').getPrevious();
  assert.equal(previous.value.toString(), '1');
  assert.equal(await client.get('kv/a').string(), '3');
  assert.equal(await client.get('kv/a').number(), 3);
  assert.equal(await client.get('kv/absent').string(), null);
  assert.deepEqual(await client.getAll().prefix('kv/').strings(), { 'kv/a': '3', 'kv/b': '2' });
  assert.deepEqual(await client.getAll().prefix('kv/').sort('Key', 'Descend').limit(1).keys(), ['kv/b']);
  assert.equal(await client.getAll().prefix('kv/').count(), 2);
  assert.equal((await client.delete().prefix('kv/')).deleted, '2');
  assert.equal(await client.getAll().prefix('kv/').count(), 0);
});

test('a transaction takes the branch that its compares say', limit, async () => {
  for (const first of [true, false]) {
    const taken = await client.if('txn', 'Version', '==', 0)
      .then(client.put('txn').value('mine'))
      .else(client.get('txn'))
      .commit();
    assert.equal(taken.succeeded, first);
    if (!first) {
      assert.equal(taken.responses[0].response_range.kvs[0].value.toString(), 'mine');
    }
  }
});

test('what is computed from keys is computed again when they changed meanwhile', limit, async () => {
  await client.put('counter').value(0);
  const add = () => client.stm({ retries: 50 }).transact(async tx => {
    const was = await tx.get('counter').number();
    await tx.put('counter').value(was + 1);
  });
  await Promise.all([add(), add(), add(), add()]);
  assert.equal(await client.get('counter').number(), 4);
});

test('a watch tells every change in order', limit, async () => {
  const told = [];
  const watcher = await client.watch().prefix('watch/').create();
  const done = new Promise(resolve => {
    watcher.on('put', kv => told.push(`put ${kv.key}=${kv.value}`));
    watcher.on('delete', kv => {
      told.push(`delete ${kv.key}`);
      resolve();
    });
  });
  await client.put('watch/1').value('one');
  await client.put('watch/1').value('two');
  await client.put('beside').value('not told');
  await client.delete().key('watch/1');
  await done;
  await watcher.cancel();
  assert.deepEqual(told, ['put watch/1=one', 'put watch/1=two', 'delete watch/1']);
});

test('a watch begins at a revision of the past', limit, async () => {
  const { header: { revision } } = await client.put('past').value('then');
  await client.put('past').value('now');
  const told = [];
  const watcher = client.watch().key('past').startRevision(revision).watcher();
  await new Promise(resolve => watcher.on('put', kv => {
    told.push(kv.value.toString());
    if (told.length === 2) {
      resolve();
    }
  }));
  await watcher.cancel();
  assert.deepEqual(told, ['then', 'now']);
});

test('a lease is kept alive and takes its keys along', limit, async () => {
  const lease = client.lease(60);
  await lease.put('leased').value('1');
  await lease.keepaliveOnce();
  assert.equal(await client.get('leased').string(), '1');
  await lease.revoke();
  assert.equal(await client.get('leased').string(), null);
});

test('a lease that nobody keeps is lost', limit, async () => {
  const lease = client.lease(2, { autoKeepAlive: false });
  await lease.put('forgotten').value('1');
  const watcher = await client.watch().key('forgotten').create();
  const [gone] = await Promise.all([once(watcher, 'delete')]);
  assert.equal(gone[0].key.toString(), 'forgotten');
  await watcher.cancel();
  await assert.rejects(lease.keepaliveOnce());
});

test('a lock is held by one, and then by the next', limit, async () => {
  const held = await client.lock('lock').ttl(30).acquire();
  await assert.rejects(client.lock('lock').acquire(), EtcdLockFailedError);
  await held.release();
  assert.equal(await client.lock('lock').do(async () => 'mine'), 'mine');
});

test('a leader is elected, told of, and followed by the next', limit, async () => {
  const election = client.election('election', 30);
  const first = election.campaign('first');
  await once(first, 'elected');
  const observer = await election.observe();
  assert.equal(observer.leader(), 'first');
  const proclaimed = once(observer, 'change');
  await first.proclaim('still first');
  await proclaimed;
  assert.equal(observer.leader(), 'still first');

  const second = election.campaign('second');
  const elected = once(second, 'elected');
  await first.resign();
  await elected;
  assert.equal(await election.leader(), 'second');
  await second.resign();
  assert.equal(await election.leader(), undefined);
  await observer.cancel();
});

test('a namespace sees its own keys only', limit, async () => {
  const space = client.namespace('space/');
  await space.put('key').value('inside');
  assert.equal(await client.get('space/key').string(), 'inside');
  assert.equal(await client.get('key').string(), null);
  assert.deepEqual(await space.getAll().strings(), { key: 'inside' });
  await space.delete().all();
  assert.equal(await client.get('space/key').string(), null);
  assert.equal(await client.get('txn').string(), 'mine');
});

test('the member tells of itself', limit, async () => {
  const { members } = await client.cluster.memberList({});
  assert.deepEqual(members.map(each => each.name), ['anna']);
  assert.match((await client.maintenance.status()).version, /^3\.5\./);
});

// The last one: whoever comes after it must say who it is.
test('users may do what their roles permit', limit, async () => {
  const root = client.user('root');
  await root.create('secret');
  await client.role('root').create();
  await root.addRole('root');
  const team = client.role('team');
  await team.create();
  await team.grant({ permission: 'Readwrite', range: client.range({ prefix: 'team/' }) });
  const ann = client.user('ann');
  await ann.create('password');
  await ann.addRole(team);
  await client.auth.authEnable();

  const asAnn = new Etcd3({ hosts, auth: { username: 'ann', password: 'password' } });
  await asAnn.put('team/color').value('green');
  assert.equal(await asAnn.get('team/color').string(), 'green');
  await assert.rejects(asAnn.put('color').value('red'), /permission denied/);
  asAnn.close();
  const stranger = new Etcd3({ hosts, auth: { username: 'ann', password: 'wrong' } });
  await assert.rejects(stranger.get('team/color').string(), /authentication failed/);
  stranger.close();
  await assert.rejects(client.get('team/color').string(), /user name is empty/);

  const asRoot = new Etcd3({ hosts, auth: { username: 'root', password: 'secret' } });
  assert.deepEqual((await asRoot.getRoles()).map(each => each.name).sort(), ['root', 'team']);
  assert.ok((await asRoot.getRoles())[0] instanceof Role);
  await asRoot.auth.authDisable();
  asRoot.close();
  assert.equal(await client.get('team/color').string(), 'green');
});
