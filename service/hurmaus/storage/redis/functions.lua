-- Everything that writes. KEYS of a commit lie in one slot; so do the names made of `part` below.

local function forget(part, id)
  redis.call('ZREM', part .. 'wake', id)
  redis.call('ZREM', part .. 'age', id)
  return redis.call('DEL', part .. 'c:' .. id, part .. 'e:' .. id, part .. 'r:' .. id)
end

-- The receipt is looked for first: a repeat gets its answer whatever has happened since. Writing its lifetime
-- anew makes it a write of this connection, so that WAIT also covers what is answered from it.
local function seen_before(receipts, key, ttl)
  local seen = redis.call('HGET', receipts, key)
  if seen then
    redis.call('PEXPIRE', receipts, ttl)
  end
  return seen
end

local function index(name, score, id, ttl)
  if score == '' then
    redis.call('ZREM', name, id)
  else
    redis.call('ZADD', name, score, id)
    redis.call('PEXPIRE', name, ttl)
  end
end

local function commit(keys, args)
  local conversation, stream, receipts, wake, age = unpack(keys)
  local id, epoch, state, queue, wake_at, committed_at, ttl, receipt_key, receipt, bell = unpack(args)
  local expected, has_receipt, first = tonumber(args[11]), args[12] == '1', tonumber(args[13])
  local events, rest = tonumber(args[14]), 15 -- then the events, then the channels

  local stored = redis.call('HMGET', conversation, 'version', 'epoch', 'offset')
  local version, offset = tonumber(stored[1] or 0), tonumber(stored[3] or 0)
  if version > 0 and has_receipt then
    local seen = seen_before(receipts, receipt_key, ttl)
    if seen then return { 'seen', seen } end
  end
  if version ~= expected or (version > 0 and stored[2] ~= epoch) then return { 'conflict' } end
  if events > 0 and first ~= offset + 1 then return { 'gap', offset } end
  if version == 0 then redis.call('DEL', stream, receipts) end

  redis.call('HSET', conversation, 'version', version + 1, 'epoch', epoch, 'offset', offset + events,
    'state', state, 'queue', queue, 'wake_at', wake_at)
  for n = 1, events do
    redis.call('XADD', stream, string.format('%d-0', offset + n), 'e', args[rest + n - 1])
  end
  if has_receipt then redis.call('HSET', receipts, receipt_key, receipt) end
  for _, key in ipairs({ conversation, stream, receipts }) do redis.call('PEXPIRE', key, ttl) end
  index(wake, wake_at, id, ttl)
  index(age, committed_at, id, ttl)
  if events > 0 then
    for n = rest + events, #args do redis.call('SPUBLISH', args[n], bell) end
  end
  return { 'ok' }
end

local function receipt(keys, args)
  return seen_before(keys[1], args[1], args[2])
end

-- Takes one conversation on for `hold` seconds, when nobody else has; what no longer exists leaves the index.
local function claim(keys, args)
  local part, id, score, hold = args[1], args[2], args[3], tonumber(args[4])
  if redis.call('EXISTS', part .. 'c:' .. id) == 0 then
    redis.call('ZREM', keys[1], id)
    return 0
  end
  local stands = redis.call('ZSCORE', keys[1], id)
  if not stands or tonumber(stands) ~= tonumber(score) then return 0 end
  if hold > 0 then redis.call('ZADD', keys[1], tonumber(score) + hold, id) end
  return 1
end

local function erase(keys, args)
  return forget(args[1], args[2])
end

local function purge(keys, args)
  local part, before, limit = args[1], args[2], tonumber(args[3])
  local old = redis.call('ZRANGEBYSCORE', keys[1], '-inf', '(' .. before, 'LIMIT', 0, limit)
  local removed = 0
  for _, id in ipairs(old) do
    if forget(part, id) > 0 then removed = removed + 1 end
  end
  return { #old, removed }
end

redis.register_function(LIBRARY .. '_commit', commit)
redis.register_function(LIBRARY .. '_receipt', receipt)
redis.register_function(LIBRARY .. '_claim', claim)
redis.register_function(LIBRARY .. '_erase', erase)
redis.register_function(LIBRARY .. '_purge', purge)
