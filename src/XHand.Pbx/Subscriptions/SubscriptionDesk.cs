using System.Globalization;
using XHand.Calls;
using XHand.Calls.Signalling;
using XHand.Pbx.Authentication;
using XHand.Sip.Dialogs;
using XHand.Sip.Messages;
using XHand.Sip.Transactions;
using XHand.Site;

namespace XHand.Pbx.Subscriptions;

/// <summary>
/// Takes SUBSCRIBE (RFC 6665): an extension watches another of its company. Watchers are not kept over a restart: they come again, as after any network's
/// fault. Loop thread only.
/// </summary>
internal sealed class SubscriptionDesk(SipServices sip, RequestAuthenticator authenticator, ISiteSource sites, IReadOnlyList<IEventPackage> packages)
{
    private const int MaxAll = 50_000;
    private const int MaxOfOne = 500;
    private const uint Shortest = 60;
    private const uint Longest = 3600;
    private readonly Dictionary<DialogId, Subscription> _byDialog = [];
    private readonly Dictionary<(Guid Company, string Number), List<Subscription>> _byWatched = [];
    private readonly Dictionary<(Guid Company, string Number), int> _byWatcher = [];

    /// <summary>Subscriptions now.</summary>
    public int Count => _byDialog.Count;

    /// <summary>Answers a SUBSCRIBE outside a dialog.</summary>
    public void Handle(ServerTransaction transaction)
    {
        SipRequest request = transaction.Request;
        if (PackageOf(request) is not { } package)
        {
            transaction.RespondStateless(Refusal(request));
            return;
        }

        CompanySite company = sites.Current.CompanyOf(request.From.Uri.Host);
        if (authenticator.Authenticate(transaction, company) is not { } watcher)
        {
            return;
        }

        Guid id = company.Company.Id;
        string number = request.Uri.User ?? "";
        uint expires = request.Number(SipHeader.Expires) ?? Longest;
        int refusal = request switch
        {
            _ when request.From.Uri.User != watcher.Number => 403,
            _ when request.Addresses(SipHeader.Contact).Count == 0 => 400,
            _ when !company.Extensions.ContainsKey(number) => 404,
            _ when expires is > 0 and < Shortest => 423,
            _ when _byDialog.Count >= MaxAll || _byWatcher.GetValueOrDefault((id, watcher.Number)) >= MaxOfOne => 503,
            _ => 0,
        };
        if (refusal != 0)
        {
            OutgoingResponse refused = new(request, refusal);
            transaction.Respond(refusal == 423 ? refused.Add("Min-Expires", Shortest.ToString(CultureInfo.InvariantCulture)) : refused);
            return;
        }

        SipDialog dialog = SipDialog.FromRequest(request, transaction.Flow, transaction.LocalTag, sip.NewContact(transaction.Flow, SipServices.AsksForSips(request)));
        dialog.IsConfirmed = true;
        Subscription subscription = new(
            sip, dialog, package, id, number, request.Uri with { Parameters = SipParameters.Empty, Headers = null }, request.Text(SipHeader.Event)!,
            gone => Remove(gone, watcher.Number));
        Add(subscription, watcher.Number);
        Accept(transaction, subscription, expires);
    }

    /// <summary>A SUBSCRIBE inside a dialog of ours: refreshed or ended. False when there is no such subscription.</summary>
    public bool TryTake(ServerTransaction transaction)
    {
        SipRequest request = transaction.Request;
        if (request.Method != SipMethod.Subscribe || !_byDialog.TryGetValue(DialogId.OfRequest(request), out Subscription? subscription))
        {
            return false;
        }

        if (!subscription.Dialog.TryAccept(request))
        {
            transaction.Respond(new OutgoingResponse(request, 500).Add("Retry-After", "1"));
        }
        else if (PackageOf(request) != subscription.Package)
        {
            transaction.Respond(Refusal(request));
        }
        else
        {
            subscription.Dialog.Flow = transaction.Flow;
            Accept(transaction, subscription, request.Number(SipHeader.Expires) ?? Longest);
        }

        return true;
    }

    /// <summary>Something about an extension's calls or phones has changed.</summary>
    public void OnChanged(Guid company, string number)
    {
        if (_byWatched.TryGetValue((company, number), out List<Subscription>? watching))
        {
            foreach (Subscription subscription in watching.ToArray())
            {
                subscription.OnChanged();
            }
        }
    }

    /// <summary>A call has changed.</summary>
    public void OnChanged(Call call)
    {
        if (_byDialog.Count == 0)
        {
            return;
        }

        foreach (string number in call.Parties)
        {
            OnChanged(call.Order.Company, number);
        }
    }

    private static void Accept(ServerTransaction transaction, Subscription subscription, uint expires)
    {
        uint lifetime = Math.Min(expires, Longest);
        transaction.Respond(new OutgoingResponse(transaction.Request, 200)
            .Add("Contact", $"<{subscription.Dialog.LocalContact}>")
            .Add("Expires", lifetime.ToString(CultureInfo.InvariantCulture)));
        if (lifetime == 0)
        {
            // RFC 6665 4.2.1.2 and 4.4.3: the state once, and the end.
            subscription.End();
        }
        else
        {
            subscription.Extend(TimeSpan.FromSeconds(Math.Max(lifetime, Shortest)));
        }
    }

    private IEventPackage? PackageOf(SipRequest request)
    {
        string value = request.Text(SipHeader.Event) ?? "";
        int end = value.IndexOf(';', StringComparison.Ordinal);
        string name = (end < 0 ? value : value[..end]).Trim();
        return packages.FirstOrDefault(package => package.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
    }

    // RFC 6665 8.3.2.
    private OutgoingResponse Refusal(SipRequest request) =>
        new OutgoingResponse(request, 489).Add("Allow-Events", string.Join(", ", packages.Select(package => package.Name)));

    private void Add(Subscription subscription, string watcher)
    {
        _byDialog[subscription.Dialog.Id] = subscription;
        (Guid, string) watched = (subscription.Company, subscription.Number);
        if (!_byWatched.TryGetValue(watched, out List<Subscription>? watching))
        {
            _byWatched.Add(watched, watching = []);
        }

        watching.Add(subscription);
        _byWatcher[(subscription.Company, watcher)] = _byWatcher.GetValueOrDefault((subscription.Company, watcher)) + 1;
    }

    private void Remove(Subscription subscription, string watcher)
    {
        if (!_byDialog.Remove(subscription.Dialog.Id))
        {
            return;
        }

        (Guid, string) watched = (subscription.Company, subscription.Number);
        if (_byWatched.TryGetValue(watched, out List<Subscription>? watching) && watching.Remove(subscription) && watching.Count == 0)
        {
            _byWatched.Remove(watched);
        }

        (Guid, string) by = (subscription.Company, watcher);
        if (--_byWatcher[by] == 0)
        {
            _byWatcher.Remove(by);
        }
    }
}
