using Atmosphere.Grains.Ports;

namespace Atmosphere.Slack.WebApi;

/// <summary>Hands files to people.</summary>
public interface ISlackFiles
{
    /// <summary>Sends one person a file as a direct message of the app: nobody else sees it.</summary>
    /// <param name="userId">Whom.</param>
    /// <param name="fileName">With its ending.</param>
    /// <param name="text">A sentence that comes before it.</param>
    /// <param name="bytes">What is in it.</param>
    /// <param name="cancellationToken">Bounds the call.</param>
    Task<Outcome<Nothing>> SendFileAsync(string userId, string fileName, string text, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken);
}
