using Atmosphere.Grains.Ports;
using Atmosphere.Slack.WebApi;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using SlackNet;
using SlackNet.WebApi;

namespace Atmosphere.Slack.SlackNet;

/// <summary>
/// SlackNet's requests over <see cref="SlackTransport"/>, so that time-out, limits, log and the meaning of every answer are the same for
/// both clients. SlackNet's own transport takes an answer that is not JSON for a success, fails on a 429 without <c>Retry-After</c>, and
/// reads every body into a string for its log.
/// </summary>
internal sealed class SlackNetHttp(SlackTransport transport, SlackJsonSettings settings) : IHttp
{
    /// <exception cref="SlackCallException">Slack did not say <c>ok:true</c>.</exception>
    /// <exception cref="JsonException">The answer is not what SlackNet expects.</exception>
    public async Task<T> Execute<T>(HttpRequestMessage requestMessage, CancellationToken cancellationToken = default)
    {
        using (requestMessage)
        {
            var method = requestMessage.RequestUri?.Segments[^1] ?? throw new ArgumentException("The request has no address.", nameof(requestMessage));
            var answer = await transport.SendAsync(method, requestMessage, cancellationToken);
            if (!answer.IsDone) throw new SlackCallException(answer.As<Nothing>());

            var read = JsonConvert.DeserializeObject<T>(answer.Value.GetRawText(), settings.SerializerSettings);
            // SlackNet reads nothing out of a bare {"ok":true}, and then reaches into it.
            if (read is WebApiResponse { Data: null } bare) bare.Data = new JObject();
            return read ?? throw new JsonSerializationException($"The answer to {method} is null.");
        }
    }
}
