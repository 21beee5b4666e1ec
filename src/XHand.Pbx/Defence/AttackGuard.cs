using System.Globalization;
using System.Net;
using XHand.Calls.Alarms;
using XHand.Sip.Transport;
using XHand.Site;

namespace XHand.Pbx.Defence;

/// <summary>
/// Blocks who guesses passwords or asks without one again and again (SEC-01): a user from an address after <see cref="DefenceSettings.MaxFailures"/> wrong
/// passwords, the whole address when no phone of ours is registered from it, so that who shares it with an attacker goes on. Safe networks, operators and
/// exempt extensions are never blocked. Bounded. Loop thread only.
/// </summary>
public sealed class AttackGuard(DefenceSettings settings, BlockBook book, IAlarmBoard alarms, TimeProvider time)
{
    /// <summary>Addresses that are counted at once; the first to come are forgotten first.</summary>
    public const int MaxSources = 20_000;

    private const int MaxName = 64;

    private readonly Dictionary<IPAddress, Source> _sources = [];
    private readonly Queue<IPAddress> _order = new();

    /// <summary>Whether a phone is registered from an address.</summary>
    public Func<IPAddress, bool> HasPhone { get; set; } = static _ => false;

    /// <summary>Whether an operator's calls come from an address.</summary>
    public Func<IPAddress, bool> IsOperator { get; set; } = static _ => false;

    /// <summary>A guard that blocks nobody.</summary>
    public static AttackGuard Nobody(TimeProvider time) =>
        new(new DefenceSettings { MaxFailures = 0, MaxUnsigned = 0 }, new BlockBook(new SourceFilter(time), time), new NoAlarms(), time);

    /// <summary>True when this user is blocked from that address.</summary>
    public bool IsBlocked(IPAddress source, Guid company, string user) => settings.MaxFailures > 0 && book.Has(source, NameOf(company, user));

    /// <summary>A wrong password, or one for a user who does not exist: nothing tells them apart.</summary>
    public void Failed(IPAddress source, CompanySite company, string user)
    {
        if (settings.MaxFailures == 0 || company.IsNeverBlocked(user) || IsSafe(source, company))
        {
            return;
        }

        Source counted = Find(source);
        string name = NameOf(company.Company.Id, user);
        int all = counted.Fail(name, time, settings.Window, out int ofUser);
        if (all >= settings.MaxFailures && !HasPhone(source) && !IsOperator(source))
        {
            Block(source, null, string.Create(CultureInfo.InvariantCulture, $"{all} wrong passwords"));
            counted.Clear();
        }
        else if (ofUser >= settings.MaxFailures && !IsOperator(source))
        {
            Block(source, name, string.Create(CultureInfo.InvariantCulture, $"{ofUser} wrong passwords for {Shown(user)}"));
        }
    }

    /// <summary>A right password.</summary>
    public void Succeeded(IPAddress source, Guid company, string user)
    {
        if (_sources.TryGetValue(source, out Source? counted))
        {
            counted.Succeed(NameOf(company, user));
        }
    }

    /// <summary>A request that was asked for its password.</summary>
    public void Challenged(IPAddress source, CompanySite company)
    {
        if (settings.MaxUnsigned == 0)
        {
            return;
        }

        Source counted = Find(source);
        if (counted.Ask(time, settings.UnsignedWindow) > settings.MaxUnsigned && !counted.IsKnown
            && !IsSafe(source, company) && !HasPhone(source) && !IsOperator(source))
        {
            Block(source, null, string.Create(CultureInfo.InvariantCulture, $"more than {settings.MaxUnsigned} requests without a password in {settings.UnsignedWindow.TotalSeconds:0} s"));
            counted.Clear();
        }
    }

    // A name as long as a message would make the bounds above mean nothing.
    private static string NameOf(Guid company, string user) => $"{(user.Length <= MaxName ? user : user[..MaxName])}@{company:N}";

    private static string Shown(string user) => user.Length <= 40 && user.All(c => c is > ' ' and < '\u007f') ? user : "a user";

    private bool IsSafe(IPAddress source, CompanySite company)
    {
        foreach (IPNetwork network in settings.SafeNetworks)
        {
            if (network.Contains(source))
            {
                return true;
            }
        }

        foreach (IPNetwork network in company.SafeNetworks)
        {
            if (network.Contains(source))
            {
                return true;
            }
        }

        return false;
    }

    private void Block(IPAddress source, string? user, string reason)
    {
        DateTimeOffset now = time.GetUtcNow();
        book.Add(new Block(source.ToString(), user, reason, now, now + settings.Length));
        alarms.Happened(AlarmCodes.SourceBlocked, source.ToString(), user is null ? $"{source} is blocked: {reason}." : $"A user is blocked from {source}: {reason}.");
    }

    private Source Find(IPAddress address)
    {
        if (_sources.TryGetValue(address, out Source? known))
        {
            return known;
        }

        if (_order.Count >= MaxSources)
        {
            _sources.Remove(_order.Dequeue());
        }

        Source source = new();
        _sources.Add(address, source);
        _order.Enqueue(address);
        return source;
    }

    private sealed class Source
    {
        // Who tries more users than this is blocked as an address, or guesses at several from behind a phone of ours.
        private const int MaxUsers = 64;

        private readonly Dictionary<string, int> _byUser = [];
        private int _failures;
        private long _failuresSince;
        private int _asked;
        private long _askedSince;

        public bool IsKnown { get; private set; }

        public int Fail(string user, TimeProvider time, TimeSpan window, out int ofUser)
        {
            if (IsOver(ref _failuresSince, time, window))
            {
                _failures = 0;
                _byUser.Clear();
            }

            ofUser = 0;
            if (_byUser.Count < MaxUsers || _byUser.ContainsKey(user))
            {
                ofUser = _byUser[user] = _byUser.GetValueOrDefault(user) + 1;
            }

            return ++_failures;
        }

        public int Ask(TimeProvider time, TimeSpan window)
        {
            if (IsOver(ref _askedSince, time, window))
            {
                _asked = 0;
            }

            return ++_asked;
        }

        public void Succeed(string user)
        {
            IsKnown = true;
            _asked = 0;
            if (_byUser.Remove(user, out int count))
            {
                _failures -= count;
            }
        }

        public void Clear()
        {
            _failures = 0;
            _asked = 0;
            _byUser.Clear();
        }

        private static bool IsOver(ref long since, TimeProvider time, TimeSpan window)
        {
            long now = time.GetTimestamp();
            if (since != 0 && time.GetElapsedTime(since, now) <= window)
            {
                return false;
            }

            since = now | 1;
            return true;
        }
    }
}
