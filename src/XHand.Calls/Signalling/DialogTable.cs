using XHand.Calls.Legs;
using XHand.Sip.Dialogs;
using XHand.Sip.Transactions;

namespace XHand.Calls.Signalling;

/// <summary>Finds the leg that a message belongs to: by dialog, or for CANCEL by the INVITE it cancels. Loop thread only.</summary>
public sealed class DialogTable
{
    private readonly Dictionary<DialogId, SipLeg> _byDialog = [];
    private readonly Dictionary<ServerTransaction, SipLeg> _byInvite = [];

    /// <summary>Dialogs held now.</summary>
    public int Count => _byDialog.Count;

    /// <summary>INVITEs that wait for their final response.</summary>
    public int PendingInvites => _byInvite.Count;

    /// <summary>The leg of a dialog, or null.</summary>
    public SipLeg? Find(DialogId id) => _byDialog.GetValueOrDefault(id);

    /// <summary>The leg that answers this INVITE, or null when it has.</summary>
    public SipLeg? FindByInvite(ServerTransaction invite) => _byInvite.GetValueOrDefault(invite);

    /// <summary>The leg whose INVITE of ours made this dialog, which no response has told us of yet; null when there is none.</summary>
    internal SipLeg? FindCalling(DialogId id) => _byDialog.GetValueOrDefault(id with { RemoteTag = "" });

    internal void Add(DialogId id, SipLeg leg) => _byDialog[id] = leg;

    internal void Remove(DialogId id) => _byDialog.Remove(id);

    internal void AddInvite(ServerTransaction invite, SipLeg leg) => _byInvite[invite] = leg;

    internal void RemoveInvite(ServerTransaction invite) => _byInvite.Remove(invite);
}
