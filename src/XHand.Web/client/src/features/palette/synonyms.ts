import type { NavigationItem } from '@/app/navigation';

/** What people of this field call a page besides its name, in any of the three languages: the manuals' words and other exchanges'. */
export const synonyms: Partial<Record<NavigationItem['text'], string>> = {
  dashboard: 'início home resumo painel panel dashboard',
  calls: 'chamadas ligações agora ao vivo live calls llamadas en vivo channels canais',
  registrations: 'telefones aparelhos registro sip phones registered devices endpoints peers teléfonos',
  records: 'bilhetes cdr log histórico gravações relatório records history registros',
  extensions: 'ramais ramal bina interno extensión extension anexo usuários telefone',
  trunks: 'troncos tronco juntor juntores feixe operadora provedor e1 sip trunk troncal proveedor carrier',
  routes: 'rotas rota menor custo lcr saída discagem route outbound ruta marcado',
  redirects: 'redirecionamentos ddr did número b dnis entrada inbound redirección',
  announcements: 'anúncios anúncio mensagem áudio prompt announcement anuncio',
  explain: 'simular discagem teste rota explicar por que explain why dial plan simulación',
  users: 'usuários pessoas login administradores users people usuarios',
  roles: 'perfis perfil permissões permissões direitos roles rights permissions permisos',
  apiKeys: 'chaves api token integração crm keys claves integración',
  company: 'empresa ddd fuso horário domínio company area code time zone zona horaria',
  audit: 'auditoria quem mudou log segurança audit who changed auditoría',
};
