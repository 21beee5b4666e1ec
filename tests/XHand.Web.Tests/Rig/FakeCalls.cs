using System.Text.Json;
using XHand.Calls.Facts;
using XHand.Calls.Live;
using XHand.Storage;

namespace XHand.Web.Tests.Rig;

/// <summary>Live calls, registrations and records in memory.</summary>
internal sealed class FakeCalls : ILiveView, ICallControl, ICallRecordStore
{
    public static readonly DateTimeOffset Noon = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    public List<CallView> Live { get; set; } = [];

    public List<RegistrationView> Phones { get; } = [];

    public List<CallRecord> Records { get; } = [];

    public CallRecordFilter? Asked { get; private set; }

    public IReadOnlyList<CallView> Calls() => Live;

    public IReadOnlyList<RegistrationView> Registrations() => Phones;

    public List<TrunkStatus> Lines { get; } = [];

    public IReadOnlyList<TrunkStatus> Trunks() => Lines;

    public Guid Ring(Guid company, string from, string to)
    {
        Guid id = Guid.CreateVersion7();
        Live.Add(new(id, company, from, to, to, "ringing", Noon, null, [new(Guid.CreateVersion7(), from, "ringing", "127.0.0.1:5062", "PCMA")]));
        return id;
    }

    public Guid Record(Guid company, string from, string to)
    {
        Guid id = Guid.CreateVersion7();
        Records.Add(new()
        {
            CallId = id,
            Company = company,
            From = from,
            Dialled = to,
            To = to,
            Class = "internal",
            StartedAt = Noon,
            EndedAt = Noon.AddSeconds(9),
            TotalMs = 9000,
            Result = "busy",
            EndedBy = "callee",
            SipStatus = 486,
            Legs = [],
        });
        return id;
    }

    public Task<CallControlResult> CallAsync(Guid company, string from, string to, CancellationToken cancellation) =>
        Task.FromResult(from == "1700" ? new CallControlResult(Ring(company, from, to), null) : new(null, $"Extension {from} has no phone registered."));

    public Task<CallControlResult> HangUpAsync(Guid company, Guid callId, CancellationToken cancellation) =>
        Task.FromResult(Live.RemoveAll(c => c.CallId == callId && c.Company == company) > 0
            ? new CallControlResult(callId, null)
            : new(null, "There is no such call."));

    public Task DrainAsync(TimeSpan limit) => Task.CompletedTask;

    public Task<IReadOnlyList<CallRecord>> ListAsync(CallRecordFilter filter, CancellationToken cancellation)
    {
        Asked = filter;
        return Task.FromResult<IReadOnlyList<CallRecord>>([.. Records.Where(r => r.Company == filter.Company)]);
    }

    public Task<CallRecord?> FindAsync(Guid company, Guid callId, CancellationToken cancellation) =>
        Task.FromResult(Records.SingleOrDefault(r => r.Company == company && r.CallId == callId));

    public Task<IReadOnlyList<CallEventRow>> EventsAsync(Guid company, Guid callId, CancellationToken cancellation) =>
        Task.FromResult<IReadOnlyList<CallEventRow>>(
            Records.Exists(r => r.Company == company && r.CallId == callId)
                ? [new(1, Noon, "CallStarted", JsonDocument.Parse("""{"from":"1700"}""").RootElement)]
                : []);
}
