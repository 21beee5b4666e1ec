using Microsoft.Extensions.Logging;
using XHand.Web.Server;

namespace XHand.Web.Tests.Rig;

/// <summary>One job, and a log level, in memory.</summary>
internal sealed class FakeHouse : IHousekeeping, ILogLevel
{
    public IReadOnlyList<JobView> Jobs { get; private set; } =
        [new("events", "deletes old events", "0 10 3 * * ?", "never", null, null, null, FakeCalls.Noon)];

    public LogLevel Level { get; set; } = LogLevel.Information;

    public Task<JobView?> RunAsync(string name, CancellationToken cancellation)
    {
        if (Jobs[0].Name != name)
        {
            return Task.FromResult<JobView?>(null);
        }

        Jobs = [Jobs[0] with { State = "done", StartedAt = FakeCalls.Noon, EndedAt = FakeCalls.Noon, Result = "Nothing was over its time." }];
        return Task.FromResult<JobView?>(Jobs[0]);
    }
}
