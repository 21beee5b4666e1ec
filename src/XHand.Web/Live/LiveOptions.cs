namespace XHand.Web.Live;

/// <summary>How often and how much the live hub sends.</summary>
internal sealed record LiveOptions
{
    /// <summary>Least time between two states of a topic.</summary>
    public TimeSpan Pace { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>Bytes a second that one topic may send to one watcher: a longer list is sent less often.</summary>
    public int BytesASecond { get; init; } = 1024 * 1024;

    /// <summary>A topic rests this many times as long as making its list took, so that it costs at most a fiftieth of a core.</summary>
    public int RestPerWork { get; init; } = 50;

    /// <summary>Whoever has not taken a state within this time is disconnected.</summary>
    public TimeSpan SendLimit { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How often a connection's right to be there is looked at again.</summary>
    public TimeSpan RecheckEvery { get; init; } = TimeSpan.FromSeconds(5);
}
