-- Drives either webhook receiver: every request has a call id of its own and the signature of its body.
-- usage: wrk … -s drive.lua URL -- DIR [SECRET]   (DIR as bodies.mjs writes it; SECRET also goes into X-Vapi-Secret)
-- The last line it prints is one JSON object; times are milliseconds.

local THREADS = 2 -- as many as wrk is given with -t: each takes its own share of the ids
local made = 0

function setup(thread)
  thread:set("index", made)
  made = made + 1
end

local function slurp(path)
  local file = assert(io.open(path, "rb"))
  local text = file:read("*a")
  file:close()
  return text
end

function init(args)
  local dir = args[1]
  head, tail = slurp(dir .. "/head"), slurp(dir .. "/tail")
  headers = { ["Content-Type"] = "application/json", ["X-Timestamp"] = slurp(dir .. "/stamp") }
  if args[2] then headers["X-Vapi-Secret"] = args[2] end
  ids, signatures, sent = {}, {}, 0
  local line = 0
  for text in io.lines(dir .. "/signed") do
    if line % THREADS == index then
      ids[#ids + 1], signatures[#signatures + 1] = text:sub(1, 36), text:sub(38)
    end
    line = line + 1
  end
end

function request()
  sent = sent + 1
  local i = (sent - 1) % #ids + 1
  headers["X-Signature"] = signatures[i]
  return wrk.format("POST", nil, headers, head .. ids[i] .. tail)
end

function done(summary, latency, _)
  local e = summary.errors
  io.write(string.format(
    '{"perSecond":%.1f,"p50Ms":%.3f,"p99Ms":%.3f,"maxMs":%.3f,"ok":%d,"refused":%d,"broken":%d}\n',
    summary.requests / (summary.duration / 1e6),
    latency:percentile(50) / 1e3, latency:percentile(99) / 1e3, latency.max / 1e3,
    summary.requests - e.status, e.status, e.connect + e.read + e.write + e.timeout))
end
