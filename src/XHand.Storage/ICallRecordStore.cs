using System.Text.Json;
using XHand.Calls.Facts;

namespace XHand.Storage;

/// <summary>What records are asked for; newest first.</summary>
/// <param name="Company">Company.</param>
/// <param name="Since">Started at or after.</param>
/// <param name="Number">Calling, dialled or reached number, exact.</param>
/// <param name="Limit">1 to 1000.</param>
/// <param name="Before">Page on: records older than this call id (time-ordered).</param>
public sealed record CallRecordFilter(Guid Company, DateTimeOffset? Since = null, string? Number = null, int Limit = 50, Guid? Before = null)
{
    /// <summary>Most words that are searched for at once.</summary>
    public const int MaxWords = 5;

    /// <summary>Started before.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>Calling number, exact.</summary>
    public string? From { get; init; }

    /// <summary>Dialled or reached number, exact.</summary>
    public string? To { get; init; }

    /// <summary>How it ended, exact.</summary>
    public string? Result { get; init; }

    /// <summary>internal, outbound or inbound.</summary>
    public string? Direction { get; init; }

    /// <summary>Trunk, exact.</summary>
    public string? Trunk { get; init; }

    /// <summary>
    /// Words, up to <see cref="MaxWords"/>, each of which is in one of the numbers, names or the tag: anywhere in it from three letters on, below
    /// that the whole of one of its words. Capital letters and accents make no difference.
    /// </summary>
    public IReadOnlyList<string> Words { get; init; } = [];
}

/// <summary>One event of a call.</summary>
public sealed record CallEventRow(long Sequence, DateTimeOffset At, string Type, JsonElement Payload);

/// <summary>Call records and events in PostgreSQL.</summary>
public interface ICallRecordStore
{
    /// <summary>One page of records.</summary>
    Task<IReadOnlyList<CallRecord>> ListAsync(CallRecordFilter filter, CancellationToken cancellation);

    /// <summary>One call's record, or null.</summary>
    Task<CallRecord?> FindAsync(Guid company, Guid callId, CancellationToken cancellation);

    /// <summary>One call's events in order.</summary>
    Task<IReadOnlyList<CallEventRow>> EventsAsync(Guid company, Guid callId, CancellationToken cancellation);
}
