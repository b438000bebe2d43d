// Names of the internal environment, for whatever else is in the network. Silos do not need it: they are advertised by address.
param domain string
param staticIp string
param networkId string

resource zone 'Microsoft.Network/privateDnsZones@2024-06-01' = {
  name: domain
  location: 'global'

  resource all 'A' = {
    name: '*'
    properties: {
      ttl: 300
      aRecords: [{ ipv4Address: staticIp }]
    }
  }

  resource link 'virtualNetworkLinks' = {
    name: 'network'
    location: 'global'
    properties: {
      registrationEnabled: false
      virtualNetwork: { id: networkId }
    }
  }
}
