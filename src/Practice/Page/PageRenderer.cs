using Atmosphere.Practice.People;
using Atmosphere.Practice.Store;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Atmosphere.Practice.Page;

/// <summary>Renders the page, and single messages for those who have it open: the same component either way.</summary>
internal sealed class PageRenderer(IServiceScopeFactory scopes, ILoggerFactory loggers)
{
    public Task<string> PageAsync(PracticePerson me, long revision, IReadOnlyList<StoredMessage> messages) =>
        RenderAsync<ChannelPage>(new(StringComparer.Ordinal)
        {
            [nameof(ChannelPage.Me)] = me,
            [nameof(ChannelPage.Revision)] = revision,
            [nameof(ChannelPage.Messages)] = messages,
        });

    public Task<string> MessageAsync(StoredMessage message) =>
        RenderAsync<MessageView>(new(StringComparer.Ordinal) { [nameof(MessageView.Message)] = message });

    private async Task<string> RenderAsync<T>(Dictionary<string, object?> parameters)
        where T : IComponent
    {
        // Where the host renders components too, some of their services are scoped.
        await using var scope = scopes.CreateAsyncScope();
        await using var renderer = new HtmlRenderer(scope.ServiceProvider, loggers);
        return await renderer.Dispatcher.InvokeAsync(async () =>
            (await renderer.RenderComponentAsync<T>(ParameterView.FromDictionary(parameters))).ToHtmlString());
    }
}
