namespace XHand.Web.Access;

/// <summary>
/// Slows down who guesses passwords: by login together with the network the attempt came from, so that the true user still gets in from
/// elsewhere, and by network alone. After some failures each further one is waited for twice as long. Thread-safe.
/// </summary>
internal sealed class SignInGuard(TimeProvider time)
{
    /// <summary>Failures of a login from a network before it has to wait.</summary>
    public const int FreePerLogin = 5;

    /// <summary>Failures from a network, of whichever logins, before it has to wait.</summary>
    public const int FreePerNetwork = 30;

    private static readonly TimeSpan _firstWait = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan _longestWait = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan _forgottenAfter = TimeSpan.FromHours(1);

    // Beyond this the oldest are forgotten: an attacker with so many networks is not held by memory.
    private const int Most = 50_000;

    private readonly Lock _lock = new();
    private readonly Dictionary<(string Login, string Network), Failures> _failures = [];

    /// <summary>How long the attempt has to wait, or null when it may be made; it counts as failed until <see cref="Succeeded"/>.</summary>
    public TimeSpan? Begin(string login, string network)
    {
        DateTimeOffset now = time.GetUtcNow();
        lock (_lock)
        {
            Failures one = Of((login, network), now);
            Failures all = Of(("", network), now);
            TimeSpan wait = (one.WaitsUntil > all.WaitsUntil ? one.WaitsUntil : all.WaitsUntil) - now;
            if (wait > TimeSpan.Zero)
            {
                return wait;
            }

            one.Add(FreePerLogin, now);
            all.Add(FreePerNetwork, now);
            return null;
        }
    }

    /// <summary>The attempt was good: its login's failures from there are forgotten.</summary>
    public void Succeeded(string login, string network)
    {
        lock (_lock)
        {
            _failures.Remove((login, network));
            if (_failures.TryGetValue(("", network), out Failures? all))
            {
                all.TakeBack();
            }
        }
    }

    /// <summary>Whether the next attempt would have to wait.</summary>
    public bool IsLocked(string login, string network)
    {
        DateTimeOffset now = time.GetUtcNow();
        lock (_lock)
        {
            return (_failures.TryGetValue((login, network), out Failures? one) && one.WaitsUntil > now)
                || (_failures.TryGetValue(("", network), out Failures? all) && all.WaitsUntil > now);
        }
    }

    private Failures Of((string Login, string Network) key, DateTimeOffset now)
    {
        if (_failures.TryGetValue(key, out Failures? known) && now - known.Last < _forgottenAfter)
        {
            return known;
        }

        if (_failures.Count >= Most)
        {
            foreach ((string, string) old in _failures.OrderBy(f => f.Value.Last).Take(Most / 10).Select(f => f.Key).ToList())
            {
                _failures.Remove(old);
            }
        }

        return _failures[key] = new Failures { Last = now };
    }

    private sealed class Failures
    {
        private int _count;

        public DateTimeOffset Last { get; set; }

        public DateTimeOffset WaitsUntil { get; private set; }

        public void Add(int free, DateTimeOffset now)
        {
            _count++;
            Last = now;
            if (_count >= free)
            {
                double seconds = _firstWait.TotalSeconds * Math.Pow(2, Math.Min(_count - free, 20));
                WaitsUntil = now + TimeSpan.FromSeconds(Math.Min(seconds, _longestWait.TotalSeconds));
            }
        }

        public void TakeBack()
        {
            _count = Math.Max(0, _count - 1);
            WaitsUntil = default;
        }
    }
}
