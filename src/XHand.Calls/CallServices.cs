using XHand.Calls.Audio;
using XHand.Calls.Facts;
using XHand.Calls.Live;
using XHand.Calls.Signalling;
using XHand.Calls.Transfers;
using XHand.Loop;
using XHand.Loop.Ids;

namespace XHand.Calls;

/// <summary>What every call stands on; one for the node.</summary>
/// <param name="Loop">The switch loop.</param>
/// <param name="Sip">Signalling.</param>
/// <param name="Audio">Audio.</param>
/// <param name="Facts">The way into the journal.</param>
/// <param name="Ids">Ids of calls and legs.</param>
public sealed record CallServices(ISwitchLoop Loop, SipServices Sip, AudioServices Audio, FactWriter Facts, IIdSource Ids)
{
    /// <summary>Live calls, as the outside sees them.</summary>
    public LiveCalls Live { get; } = new();

    /// <summary>Called in each turn in which a call's legs change, for who watches them; set once when the exchange is composed.</summary>
    public Action<Call>? Changed { get; set; }

    /// <summary>Plans transfers; set once when the exchange is composed. Without it every REFER is refused.</summary>
    public ITransferPlanner? TransferPlanner { get; set; }
}
