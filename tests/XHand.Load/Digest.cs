using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace XHand.Load;

/// <summary>One extension's digest answers: keeps the nonce and counts its uses, as phones do.</summary>
internal sealed class Digest(string user, string password)
{
    private string _realm = "";
    private string _nonce = "";
    private int _count;

    /// <summary>Takes the challenge of a 401.</summary>
    public void Challenge(string response)
    {
        _realm = Wire.Quoted(response, "realm");
        _nonce = Wire.Quoted(response, "nonce");
        _count = 0;
    }

    /// <summary>The Authorization line, or nothing before the first challenge.</summary>
    public string Line(string method, string uri)
    {
        if (_nonce.Length == 0)
        {
            return "";
        }

        string count = (++_count).ToString("x8", CultureInfo.InvariantCulture);
        string ha1 = Md5($"{user}:{_realm}:{password}");
        string ha2 = Md5($"{method}:{uri}");
        string answer = Md5($"{ha1}:{_nonce}:{count}:load:auth:{ha2}");
        return $"Authorization: Digest username=\"{user}\", realm=\"{_realm}\", nonce=\"{_nonce}\", uri=\"{uri}\", "
            + $"response=\"{answer}\", algorithm=MD5, cnonce=\"load\", qop=auth, nc={count}\r\n";
    }

    private static string Md5(string text) => Convert.ToHexStringLower(MD5.HashData(Encoding.UTF8.GetBytes(text)));
}
