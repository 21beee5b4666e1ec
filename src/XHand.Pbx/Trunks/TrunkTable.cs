using System.Net;
using XHand.Loop;
using XHand.Sip.Messages;
using XHand.Sip.Transport;
using XHand.Site;

namespace XHand.Pbx.Trunks;

/// <summary>
/// The trunks while the system runs, reconciled by id with the site in force: new ones start, changed ones follow, those that are gone take their
/// registration back. Loop thread only.
/// </summary>
public sealed class TrunkTable(TrunkServices services, ISiteSource sites)
{
    private readonly Dictionary<Guid, TrunkLink> _byId = [];
    private SiteSnapshot? _followed;
    private TrunkLink[] _all = [];
    private bool _isStopping;

    /// <summary>Calls over all trunks, for leak tests.</summary>
    public int Calls => _all.Sum(trunk => trunk.Calls);

    /// <summary>The trunk, or null when the site has it no more.</summary>
    public TrunkLink? Find(Guid trunk) => _byId.GetValueOrDefault(trunk);

    /// <summary>Brings the table to the site in force. The first call starts what it finds.</summary>
    public void Follow()
    {
        SiteSnapshot site = sites.Current;
        if (ReferenceEquals(site, _followed) || _isStopping)
        {
            return;
        }

        _followed = site;
        Dictionary<Guid, (CompanySite Company, Trunk Trunk)> wanted = [];
        foreach (CompanySite company in site.Companies.Values)
        {
            foreach (Trunk trunk in company.Trunks.Values)
            {
                wanted.Add(trunk.Id, (company, trunk));
            }
        }

        foreach (TrunkLink gone in _all.Where(link => !wanted.ContainsKey(link.Trunk.Id)))
        {
            _byId.Remove(gone.Trunk.Id);
            gone.Remove();
        }

        // By id, so that the order does not depend on a table's.
        foreach (Guid id in wanted.Keys.Order())
        {
            (CompanySite company, Trunk trunk) = wanted[id];
            if (_byId.TryGetValue(id, out TrunkLink? known))
            {
                known.Change(company.Company, trunk);
            }
            else
            {
                TrunkLink made = new(services, company, trunk);
                _byId.Add(id, made);
                made.Start();
            }
        }

        _all = [.. _byId.Values.OrderBy(link => link.Trunk.Name, StringComparer.Ordinal).ThenBy(link => link.Trunk.Id)];
    }

    /// <summary>Takes every registration back and follows the site no more; <paramref name="stopped"/> runs when all operators have answered.</summary>
    public void Stop(Action stopped)
    {
        _isStopping = true;
        int left = 1;
        foreach (TrunkLink link in _all)
        {
            left++;
            link.Stop(One);
        }

        One();

        void One()
        {
            if (--left == 0)
            {
                stopped();
            }
        }
    }

    /// <summary>
    /// The trunk whose operator the socket's address is: best where the request is for its login, then for its company's domain, then from its very port. The
    /// unit of truth is the address that the packet came from, never a header.
    /// </summary>
    internal TrunkSource? OfSource(SipFlow flow, SipRequest request, SiteSnapshot site)
    {
        TrunkSource? best = null;
        int bestRank = -1;
        foreach (TrunkLink link in _all)
        {
            Trunk trunk = link.Trunk;
            bool isHost = link.IsHost(flow.Remote.Address);
            int network = isHost ? 128 : link.NetworkOf(flow.Remote.Address);
            if (!trunk.Enabled || network < 0)
            {
                continue;
            }

            bool isItsPort = isHost && !flow.IsReliable && link.IsPort(flow.Remote);
            bool isForLogin = trunk.Login.Length > 0 && request.Uri.User == trunk.Login;
            bool isForDomain = site.ByDomain.TryGetValue(request.Uri.Host, out CompanySite? called) && called.Company.Id == link.Company;
            int rank = (isForLogin ? 4096 : 0) + (isForDomain ? 2048 : 0) + (isItsPort ? 1024 : 0) + network;
            if (rank > bestRank)
            {
                (best, bestRank) = (new TrunkSource(link, isItsPort), rank);
            }
        }

        return best;
    }

    /// <summary>True for an address that an operator's calls come from.</summary>
    public bool IsOperator(IPAddress address)
    {
        foreach (TrunkLink link in _all)
        {
            if (link.IsHost(address) || link.NetworkOf(address) >= 0)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The trunk of a company that proves itself with this login, or null.</summary>
    internal TrunkLink? OfLogin(Guid company, string login)
    {
        foreach (TrunkLink link in _all)
        {
            if (link.Secret is not null && link.Company == company && link.Trunk.Enabled && link.Trunk.Login == login)
            {
                return link;
            }
        }

        return null;
    }
}
